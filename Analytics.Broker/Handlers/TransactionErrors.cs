using Analytics.Broker.Protocol;

namespace Analytics.Broker.Handlers;

/// <summary>Older versions do not know <see cref="ErrorCode.ProducerFenced"/>: they are told of an invalid epoch (KIP-588).</summary>
internal static class TransactionErrors
{
    /// <param name="error">The coordinator's.</param>
    /// <param name="version">The request's.</param>
    /// <param name="firstWithFencing">The first version of the API that knows the error.</param>
    public static ErrorCode Of(ErrorCode error, short version, short firstWithFencing) =>
        error is ErrorCode.ProducerFenced && version < firstWithFencing ? ErrorCode.InvalidProducerEpoch : error;
}
