using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TemplateFunctions.EndToEnd.Tests.Fixtures;

/// <summary>A child process whose output is kept, so that a failing test can show it.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly List<(Regex Pattern, TaskCompletionSource<Match> Found)> _awaited = [];

    private Child(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public string Output => string.Join('\n', _output);

    public int Id => _process.Id;

    public static Child Start(string program, IEnumerable<string> arguments, string folder)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        var child = new Child(process);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>The first line that matches, past or to come; fails with the whole output when the process ends or the time is up.</summary>
    public async Task<Match> WaitForAsync(string pattern, TimeSpan limit)
    {
        var found = new TaskCompletionSource<Match>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_awaited)
        {
            var regex = new Regex(pattern);
            if (_output.Select(line => regex.Match(line)).FirstOrDefault(match => match.Success) is { } past)
            {
                return past;
            }

            _awaited.Add((regex, found));
        }

        var ended = _process.WaitForExitAsync();
        await Task.WhenAny(found.Task, ended, Task.Delay(limit));
        return found.Task.IsCompleted ? await found.Task : throw new InvalidOperationException($"No line '{pattern}' came within {limit}:\n{Output}");
    }

    /// <summary>Ends at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks to stop, as Ctrl+C or a supervisor does; answers the exit code.</summary>
    public async Task<int> StopAsync(TimeSpan limit)
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        return await ExitAsync(limit);
    }

    public async Task<int> ExitAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync().WaitAsync(limit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_awaited)
        {
            _output.Enqueue(line);
            foreach (var (pattern, found) in _awaited)
            {
                if (pattern.Match(line) is { Success: true } match)
                {
                    found.TrySetResult(match);
                }
            }
        }
    }
}
