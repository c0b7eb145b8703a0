using Analytics.Quality.Commands;

return await CommandLine.RunAsync(args);
