using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>The AppHost's entry point on a thread of its own, suspended inside <c>Build()</c> until the test builds.</summary>
internal sealed class EntryPointRun : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);
    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _application = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _mayBuild = new();
    private readonly Assembly _assembly;
    private readonly string[] _args;
    private volatile bool _abandoned;

    private EntryPointRun(Type entryPoint, string[] args)
    {
        _assembly = entryPoint.Assembly;
        _args = args;
    }

    public Task<DistributedApplicationBuilder> Builder => _builder.Task;

    /// <summary>Completed when the entry point has returned.</summary>
    public Task Ended => _ended.Task;

    public static EntryPointRun Begin(Type entryPoint, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    {
        var run = new EntryPointRun(entryPoint, args);
        var thread = new Thread(() => run.Invoke(configure)) { IsBackground = true, Name = $"{entryPoint.Assembly.GetName().Name}.EntryPoint" };
        thread.Start();
        return run;
    }

    public async Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _mayBuild.Set();
        return await _application.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _abandoned = !_application.Task.IsCompleted;
        _mayBuild.Set();
        if (_application.Task.IsCompletedSuccessfully)
        {
            (await _application.Task.ConfigureAwait(false)).Services.RequestStop();
        }

        await _ended.Task.WaitAsync(StopTimeout).ConfigureAwait(false);
        _mayBuild.Dispose();
    }

    private void Invoke(Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    {
        EntryPointObserver.Current = new EntryPointObserver
        {
            Constructing = (options, settings) => Configure(options, settings, configure),
            Building = builder =>
            {
                _builder.TrySetResult(builder);
                _mayBuild.Wait();
                if (_abandoned)
                {
                    throw new OperationCanceledException("The test disposed of the builder without building.");
                }
            },
            Built = application => _application.TrySetResult(application),
        };
        try
        {
            var main = _assembly.EntryPoint ?? throw new InvalidOperationException($"{_assembly.GetName().Name} has no entry point.");
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [_args]);
            Fail(new InvalidOperationException("The entry point exited without building a DistributedApplication."));
        }
        catch (TargetInvocationException error)
        {
            Fail(error.InnerException ?? error);
        }
        catch (Exception error)
        {
            Fail(error);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private void Fail(Exception error)
    {
        _builder.TrySetException(error);
        _application.TrySetException(error);
    }

    private void Configure(DistributedApplicationOptions options, HostApplicationBuilderSettings settings, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    {
        var name = _assembly.GetName().Name;
        settings.Args = options.Args = [.. settings.Args ?? [], .. _args];
        settings.ApplicationName = options.AssemblyName = name;
        options.DisableDashboard = true;
        options.EnableResourceLogging = true;
        settings.Configuration ??= new ConfigurationManager();
        configure(options, settings);
    }
}
