namespace Analytics.Api.Workers;

/// <summary>A job has no answer.</summary>
/// <param name="failure">Why.</param>
internal sealed class JobFailedException(JobFailure failure) : Exception(failure.Message)
{
    public JobFailure Failure { get; } = failure;
}
