using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TemplateFunctions.App.Configuration;
using TemplateFunctions.App.Entities;
using TemplateFunctions.App.Functions;
using TemplateFunctions.App.Startup;

namespace TemplateFunctions.App.Tests.Startup;

public sealed class AppServicesTests
{
    /// <summary>The classes that the worker makes anew for each invocation.</summary>
    public static TheoryData<Type> Classes { get; } =
    [
        typeof(GuildVmEntity),
        .. typeof(EventFunctions).Assembly.GetTypes().Where(type => !type.IsAbstract && type.GetMethods().Any(method => method.GetCustomAttribute<FunctionAttribute>() is not null)),
    ];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Functions_AsTheAppStarts_FindWhatTheyAreMadeWith(Type functions)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("AzureWebJobsStorage", "UseDevelopmentStorage=true"), new(AppOptionsReader.EventsQueueSetting, "guild-events"),
        ]).Build();
        using var provider = new ServiceCollection().AddLogging().AddTemplateFunctions(AppOptionsReader.Read(configuration)).BuildServiceProvider();
        var known = provider.GetRequiredService<IServiceProviderIsService>();

        Assert.All(Assert.Single(functions.GetConstructors()).GetParameters(), parameter => Assert.True(known.IsService(parameter.ParameterType), parameter.ToString()));
    }
}
