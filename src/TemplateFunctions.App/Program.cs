return await TemplateFunctions.App.Startup.AppProgram.RunAsync(args);
