using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Analytics.AppHost.Options;

/// <summary>A plain distribution of a Java program: a folder of jars, and the Java that runs them. Its scripts are not used.</summary>
/// <param name="Java">The program <c>java</c>, absolute.</param>
/// <param name="ClassPath">All jars.</param>
/// <param name="Memory">The maximum heap as Java writes it, such as <c>1g</c>.</param>
internal sealed partial record JavaDistribution(string Java, string ClassPath, string Memory)
{
    /// <summary>Apache Kafka: <c>KAFKA_HOME/libs</c>.</summary>
    /// <exception cref="RefusedException">It can't be run.</exception>
    public static JavaDistribution Kafka(IConfiguration configuration) => Find(configuration, "--kafka native", "KAFKA_HOME", "libs", "KafkaMemory", "1g");

    private static JavaDistribution Find(IConfiguration configuration, string option, string variable, string folder, string memoryKey, string standardMemory)
    {
        if (configuration[variable] is not { Length: > 0 } home)
        {
            throw new RefusedException($"{option} needs {variable}: set it to an unpacked distribution, a folder with {folder}/*.jar.");
        }

        var jars = Path.Combine(Path.GetFullPath(home), folder);
        if (!Directory.Exists(jars) || !Directory.EnumerateFiles(jars, "*.jar").Any())
        {
            throw new RefusedException($"{variable}={home}: there are no jars in {jars}; set it to an unpacked distribution.");
        }

        var memory = configuration.GetSection("Platform")[memoryKey] ?? standardMemory;
        return Memories().IsMatch(memory)
            ? new JavaDistribution(FindJava(configuration, option), Path.Combine(jars, "*"), memory)
            : throw new RefusedException($"Platform:{memoryKey}={memory}: use a number of megabytes or gigabytes as Java writes it, such as 512m or 2g.");
    }

    private static string FindJava(IConfiguration configuration, string option)
    {
        var program = OperatingSystem.IsWindows() ? "java.exe" : "java";
        if (configuration["JAVA_HOME"] is { Length: > 0 } home)
        {
            var java = Path.Combine(home, "bin", program);
            return File.Exists(java) ? java : throw new RefusedException($"JAVA_HOME={home}: {java} does not exist; point it to Java 17 or later, or unset it.");
        }

        return (configuration["PATH"] ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new RefusedException($"{option} needs Java 17 or later: install it, or set JAVA_HOME.");
    }

    [GeneratedRegex(@"\A[1-9][0-9]{0,6}[mMgG]\z")]
    private static partial Regex Memories();
}
