using TemplateFunctions.LocalHost.Startup;
using TemplateFunctions.VmWorker;

// The local host with a module whose functions take their process down, for tests of what happens then.
return await HostProgram.RunAsync(args, options => options with { AllowPanic = true, Modules = [.. options.Modules, FaultModule.Create()] });
