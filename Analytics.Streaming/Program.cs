using Analytics.Streaming.Hosting;

// Patterns that a schema brings along must not hold up ingest: those without a limit of their own give up after this time.
AppDomain.CurrentDomain.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", TimeSpan.FromSeconds(1));

return await StreamingCommand.RunAsync(args);
