namespace Analytics.Streaming.Windows;

/// <summary>What the newest commits of <c>gold/events</c> say.</summary>
/// <param name="Watermark">The watermark up to which gold is settled.</param>
/// <param name="EndOfInput">The source is complete and all of it is settled.</param>
/// <param name="FirstTime">The earliest event in gold; null while it is empty.</param>
/// <param name="LastTime">The latest event in gold.</param>
internal readonly record struct GoldProgress(long? Watermark, bool EndOfInput, long? FirstTime, long? LastTime);
