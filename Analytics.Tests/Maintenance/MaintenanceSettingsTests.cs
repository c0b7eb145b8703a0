using Analytics.Lake.Maintenance;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Maintenance;

public sealed class MaintenanceSettingsTests
{
    public static TheoryData<string, MaintenanceSettings> Refused => new()
    {
        { "Maintenance:MinFiles is 1;", new MaintenanceSettings { MinFiles = 1 } },
        { "Maintenance:TargetBytes is 5;", new MaintenanceSettings { TargetBytes = 5 } },
        { "Maintenance:TargetRows is 0;", new MaintenanceSettings { TargetRows = 0 } },
        { "Maintenance:Retention is 00:00:01;", new MaintenanceSettings { Retention = TimeSpan.FromSeconds(1) } },
        { "Maintenance:ProcessorShare is 0;", new MaintenanceSettings { ProcessorShare = 0 } },
        { "Maintenance:Interval is 00:00:00;", new MaintenanceSettings { Interval = TimeSpan.Zero } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Validated_WhatCannotWork_NamesTheKey(string message, MaintenanceSettings settings) =>
        Should.Throw<ArgumentException>(settings.Validated).Message.ShouldStartWith(message);

    [Fact]
    public void Validated_Defaults_AreFine() => new MaintenanceSettings().Validated().ShouldBe(new MaintenanceSettings());
}
