using TemplateFunctions.Core.Plugins.DateTimes;
using TemplateFunctions.Core.Plugins.Discord;
using TemplateFunctions.Core.Plugins.Json;
using TemplateFunctions.Core.Plugins.Kv;
using TemplateFunctions.Core.Plugins.Permissions;
using TemplateFunctions.Core.Plugins.TypesExt;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins;

/// <summary>What the plugins need from their host.</summary>
/// <param name="Kv">The store behind <c>ctx.KV</c>.</param>
/// <param name="Limiter">One for the whole process, so that limits outlive a guild's VM.</param>
/// <param name="Time">The clock.</param>
/// <param name="Discord">The way to Discord; null: calls are refused with a clear error.</param>
public sealed record PluginServices(IKvStore Kv, RateLimiter Limiter, TimeProvider Time, IDiscordTransport? Discord = null);

/// <summary>The modules that every guild gets. A new plugin is one class that makes a <see cref="HostModule"/> and one line here.</summary>
public static class StandardModules
{
    /// <summary>The modules, to be given to the runtime.</summary>
    public static IReadOnlyList<HostModule> Create(PluginServices services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return
        [
            JsonModule.Create(),
            TypesExtModule.Create(),
            new DateTimeModule(services.Time).Create(),
            PermissionsModule.Create(),
            new KvPlugin(services.Kv, services.Limiter, services.Time).Module(),
            new DiscordPlugin(services.Discord, services.Limiter).Module(),
        ];
    }
}
