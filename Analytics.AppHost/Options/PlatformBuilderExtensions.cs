using System.Diagnostics.CodeAnalysis;

namespace Analytics.AppHost.Options;

internal static class PlatformBuilderExtensions
{
    /// <summary>Reads and checks the settings before any resource exists; says what is wrong on standard error.</summary>
    public static bool TryGetPlatform(this IDistributedApplicationBuilder builder, [NotNullWhen(true)] out PlatformSettings? platform)
    {
        try
        {
            platform = PlatformSettings.Load(builder.Configuration);
            PortCheck.RequireFree(platform);
            return true;
        }
        catch (RefusedException refused)
        {
            Console.Error.WriteLine(refused.Message);
            platform = null;
            return false;
        }
    }
}
