using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

internal sealed class ResourceLogger(ResourceLog log) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        var isError = logLevel >= LogLevel.Error;
        foreach (var line in (exception is null ? text : $"{text}{Environment.NewLine}{exception}").Split('\n'))
        {
            log.Append(line.TrimEnd('\r'), isError);
        }
    }
}
