using System.Diagnostics;
using System.Text;
using Confluent.Kafka;

namespace Analytics.ServiceDefaults.Kafka;

/// <summary>
/// Carries a W3C trace context in a record's headers, as text in UTF-8:
/// <code>traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01</code>
/// Source: https://www.w3.org/TR/trace-context/ and OpenTelemetry's messaging conventions.
/// </summary>
public static class KafkaTraceContext
{
    /// <summary>The header's name.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>The vendors' header that goes with it.</summary>
    public const string TraceState = "tracestate";

    /// <summary>Writes the context of a span into headers, replacing what is there.</summary>
    /// <param name="headers">The record's headers.</param>
    /// <param name="activity">The span; null writes nothing.</param>
    public static void Inject(Headers headers, Activity? activity)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (activity?.Id is null || activity.IdFormat != ActivityIdFormat.W3C)
        {
            return;
        }

        Replace(headers, TraceParent, activity.Id);
        if (!string.IsNullOrEmpty(activity.TraceStateString))
        {
            Replace(headers, TraceState, activity.TraceStateString);
        }
    }

    /// <summary>Reads the context out of headers.</summary>
    /// <param name="headers">The record's headers; null for none.</param>
    /// <param name="context">The remote parent; default when there is none.</param>
    /// <returns>False when the headers have no well-formed <c>traceparent</c>.</returns>
    public static bool TryExtract(Headers? headers, out ActivityContext context)
    {
        context = default;
        if (headers is null || headers.Count == 0 || !headers.TryGetLastBytes(TraceParent, out var parent))
        {
            return false;
        }

        var state = headers.TryGetLastBytes(TraceState, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
        return ActivityContext.TryParse(Encoding.UTF8.GetString(parent), state, isRemote: true, out context);
    }

    private static void Replace(Headers headers, string name, string value)
    {
        headers.Remove(name);
        headers.Add(name, Encoding.UTF8.GetBytes(value));
    }
}
