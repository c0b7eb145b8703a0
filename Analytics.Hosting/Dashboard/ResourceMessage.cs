using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Google.Protobuf.WellKnownTypes;
using HealthChecks = Microsoft.Extensions.Diagnostics.HealthChecks;
using Wire = Aspire.Hosting.Dashboard.Protocol;

namespace Aspire.Hosting.Dashboard;

/// <summary>A resource's state on the wire.</summary>
internal static class ResourceMessage
{
    public static Wire.Resource From(ResourceEvent update)
    {
        var snapshot = update.Snapshot;
        var message = new Wire.Resource
        {
            // The dashboard links telemetry to a resource by this name, and one resource without the next four fields breaks its stream.
            Name = update.ResourceId,
            ResourceType = snapshot.ResourceType,
            DisplayName = update.Resource.Name,
            Uid = update.ResourceId,
            CreatedAt = Timestamp.FromDateTime(snapshot.CreationTimeStamp ?? DateTime.UnixEpoch),
            IsHidden = snapshot.IsHidden,
            SupportsDetailedTelemetry = update.Resource is ProjectResource,
        };
        if (snapshot.State is { } state)
        {
            message.State = state.Text;
            if (state.Style is not null)
            {
                message.StateStyle = state.Style;
            }
        }

        message.StartedAt = ToTimestamp(snapshot.StartTimeStamp);
        message.StoppedAt = ToTimestamp(snapshot.StopTimeStamp);
        message.Properties.AddRange(snapshot.Properties.Select(ToProperty));
        if (snapshot.ExitCode is { } exitCode)
        {
            message.Properties.Add(new Wire.ResourceProperty { Name = "resource.exitCode", Value = Value.ForNumber(exitCode) });
        }

        message.Environment.AddRange(snapshot.EnvironmentVariables.Select(v => new Wire.EnvironmentVariable { Name = v.Name, Value = v.Value ?? "", IsFromSpec = v.IsFromSpec }));
        message.Relationships.AddRange(snapshot.Relationships.Select(r => new Wire.ResourceRelationship { ResourceName = r.ResourceName, Type = r.Type }));
        message.Urls.AddRange(snapshot.Urls.Select(ToUrl));
        message.HealthReports.AddRange(snapshot.HealthReports.Select(ToHealthReport));
        message.Commands.AddRange(snapshot.Commands.Select(ToCommand));
        return message;
    }

    private static Wire.ResourceProperty ToProperty(ResourcePropertySnapshot property) => new()
    {
        Name = property.Name,
        IsSensitive = property.IsSensitive,
        Value = property.Value switch
        {
            null => Value.ForNull(),
            int number => Value.ForNumber(number),
            _ => Value.ForString(Convert.ToString(property.Value, CultureInfo.InvariantCulture) ?? ""),
        },
    };

    private static Wire.Url ToUrl(UrlSnapshot url)
    {
        var message = new Wire.Url
        {
            FullUrl = url.Url,
            IsInternal = url.IsInternal,
            IsInactive = url.IsInactive,
            DisplayProperties = new Wire.UrlDisplayProperties { DisplayName = url.DisplayProperties.DisplayName, SortOrder = url.DisplayProperties.SortOrder },
        };
        if (url.Name is not null)
        {
            message.EndpointName = url.Name;
        }

        return message;
    }

    private static Wire.HealthReport ToHealthReport(HealthReportSnapshot report)
    {
        var message = new Wire.HealthReport { Key = report.Name, Description = report.Description ?? "", Exception = report.ExceptionText ?? "", LastRunAt = ToTimestamp(report.LastRunAt) };
        if (report.Status is { } status)
        {
            message.Status = status switch
            {
                HealthChecks.HealthStatus.Healthy => Wire.HealthStatus.Healthy,
                HealthChecks.HealthStatus.Degraded => Wire.HealthStatus.Degraded,
                _ => Wire.HealthStatus.Unhealthy,
            };
        }

        return message;
    }

    private static Wire.ResourceCommand ToCommand(ResourceCommandSnapshot command)
    {
        var message = new Wire.ResourceCommand
        {
            Name = command.Name,
            DisplayName = command.DisplayName,
            IsHighlighted = command.IsHighlighted,
            State = (Wire.ResourceCommandState)command.State,
            IconVariant = (Wire.IconVariant)(command.IconVariant ?? IconVariant.Regular),
        };
        if (command.IconName is not null)
        {
            message.IconName = command.IconName;
        }

        if (command.DisplayDescription is not null)
        {
            message.DisplayDescription = command.DisplayDescription;
        }

        if (command.ConfirmationMessage is not null)
        {
            message.ConfirmationMessage = command.ConfirmationMessage;
        }

        return message;
    }

    private static Timestamp? ToTimestamp(DateTime? time) => time is { } known ? Timestamp.FromDateTime(known) : null;
}
