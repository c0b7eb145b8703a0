using Analytics.SchemaRegistry.Hosting;

return await RegistryCommand.RunAsync(args);
