using TemplateFunctions.LocalHost.Startup;

return await HostProgram.RunAsync(args);
