using System.Globalization;

namespace Analytics.Api.Verification;

/// <summary>The files that an answer needs have not all been read yet, and it would take longer than a request may wait.</summary>
/// <param name="read">Bytes that are found whole.</param>
/// <param name="all">Bytes of all these files.</param>
internal sealed class FilesUnverifiedException(long read, long all) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"The files of these tables are being held against their checksums: {read / 1e6:0} of {all / 1e6:0} MB are found whole. Nothing is answered from the others. "
    + $"Try again in a few seconds; rows of a time range (from, to) need only the files of that time."));
