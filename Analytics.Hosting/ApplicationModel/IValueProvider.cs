namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something whose text is known once the application starts.</summary>
public interface IValueProvider
{
    /// <summary>The text, once it is known.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The text.</returns>
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}
