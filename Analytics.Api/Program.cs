using Analytics.Api.Hosting;
using Analytics.Api.Sandbox;

return WorkerSettings.Parse(args) is { } worker ? QueryWorker.Run(worker) : await ApiCommand.RunAsync(args);
