using Analytics.Producer.Hosting;

return await ProducerCommand.RunAsync(args);
