using Analytics.Api.Sandbox;

return WorkerSettings.Parse(args) is { } worker ? QueryWorker.Run(worker) : 0;
