namespace Analytics.AppHost.Resources;

/// <summary>How the Java programs that the host starts log: warnings and worse, to the output that the host collects.</summary>
internal static class JavaLogging
{
    /// <summary>Writes a <c>log4j2.properties</c>.</summary>
    /// <param name="file">The file; what was there is replaced.</param>
    /// <param name="more">Further lines, such as a logger's level.</param>
    public static void Write(string file, params string[] more) => File.WriteAllLines(
        file,
        [
            "appender.out.type=Console",
            "appender.out.name=out",
            "appender.out.layout.type=PatternLayout",
            "appender.out.layout.pattern=%p %m (%c{1})%n%ex",
            "rootLogger.level=WARN",
            "rootLogger.appenderRef.out.ref=out",
            .. more,
        ]);
}
