namespace Aspire.Hosting.ApplicationModel;

/// <summary>The application as data.</summary>
public class DistributedApplicationModel
{
    /// <summary>Creates the model.</summary>
    /// <param name="resources">Its resources.</param>
    public DistributedApplicationModel(IResourceCollection resources)
    {
        Resources = resources;
    }

    /// <summary>Its resources.</summary>
    public IResourceCollection Resources { get; }
}
