using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions
{
    public abstract class BindingAttribute : Attribute;

    public abstract class InputBindingAttribute : BindingAttribute;

    public abstract class TriggerBindingAttribute : InputBindingAttribute;
}

namespace Microsoft.Azure.Functions.Worker.Builder
{
    public class FunctionsApplicationBuilder : IHostApplicationBuilder
    {
        internal FunctionsApplicationBuilder()
        {
        }

        public ConfigurationManager Configuration => throw Surface.Only();

        public IHostEnvironment Environment => throw Surface.Only();

        public ILoggingBuilder Logging => throw Surface.Only();

        public IMetricsBuilder Metrics => throw Surface.Only();

        public IServiceCollection Services => throw Surface.Only();

        IDictionary<object, object> IHostApplicationBuilder.Properties => throw Surface.Only();

        IConfigurationManager IHostApplicationBuilder.Configuration => throw Surface.Only();

        public IHost Build() => throw Surface.Only();

        void IHostApplicationBuilder.ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure) =>
            throw Surface.Only();
    }

    public static class FunctionsApplication
    {
        public static FunctionsApplicationBuilder CreateBuilder(string[] args) => throw Surface.Only();
    }

    public static class FunctionsApplicationBuilderAspNetCoreExtensions
    {
        public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => throw Surface.Only();
    }
}

internal static class Surface
{
    public static NotSupportedException Only() => new("This is the reference surface: signatures only.");
}
