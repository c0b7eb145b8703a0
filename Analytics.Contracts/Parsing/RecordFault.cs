namespace Analytics.Contracts.Parsing;

/// <summary>What is wrong with the record being parsed; written only when something is.</summary>
internal sealed class RecordFault
{
    private readonly List<string> _path = [];

    public DeadLetterReason Reason { get; private set; }

    private string Message { get; set; } = "";

    public void Reset()
    {
        Reason = DeadLetterReason.None;
        _path.Clear();
    }

    /// <summary>Notes that the text breaks the grammar.</summary>
    /// <returns>False, so that a caller can return it.</returns>
    public bool Malformed(string message)
    {
        Reason = DeadLetterReason.MalformedJson;
        Message = message;
        return false;
    }

    /// <summary>Notes that the value breaks a keyword of its schema.</summary>
    /// <returns>False, so that a caller can return it.</returns>
    public bool Violates(string keyword, string message)
    {
        Reason = DeadLetterReason.SchemaViolation;
        Message = $"{keyword}: {message}";
        return false;
    }

    /// <summary>Called on the way out of an object or array: the fault lies below <paramref name="step"/>.</summary>
    /// <returns>False, so that a caller can return it.</returns>
    public bool Below(string step)
    {
        _path.Add(step);
        return false;
    }

    /// <summary>Such as <c>context.device: enum: "tv" is none of "phone", "desktop"</c>.</summary>
    public string Describe()
    {
        if (_path.Count == 0 || Reason == DeadLetterReason.MalformedJson)
        {
            return Message;
        }

        _path.Reverse();
        return $"{string.Join('.', _path)}: {Message}";
    }
}
