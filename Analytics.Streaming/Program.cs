using Analytics.Streaming.Hosting;

return await StreamingCommand.RunAsync(args);
