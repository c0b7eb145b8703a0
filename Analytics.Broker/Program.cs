using Analytics.Broker;

return await BrokerCommand.RunAsync(args);
