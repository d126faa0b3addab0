using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins;

/// <summary>What the plugins have in common: taking from a rate limit, and turning asynchronous work into an answer.</summary>
internal static class PluginWork
{
    /// <summary>Takes one call of the operation.</summary>
    /// <exception cref="ScriptException">TF3009: a bucket is empty.</exception>
    public static void Take(this RateLimiter limiter, GuildId guild, string operation)
    {
        if (!limiter.TryTake(guild, operation, out var hit))
        {
            throw new ScriptException("TF3009", FormattableString.Invariant($"rate limit '{hit.Bucket}' reached, wait {hit.RetryAfter.TotalSeconds:0.###} s"));
        }
    }

    /// <summary>Starts the work; answers at once when it did not have to wait.</summary>
    public static HostReturn Start(Func<Task<HostReturn>> work)
    {
        var task = Guard(work);
        return task.IsCompleted ? task.GetAwaiter().GetResult() : HostReturn.Later(task);
    }

    /// <summary>A store's failure reaches the script without the names of files and accounts; its code tells the host to deliver the event again.</summary>
    private static async Task<HostReturn> Guard(Func<Task<HostReturn>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (StorageException failure)
        {
            throw new ScriptException(failure.Code, "the store is not available, nothing is known to have been written");
        }
    }
}
