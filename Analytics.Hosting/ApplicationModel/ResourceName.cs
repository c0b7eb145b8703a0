namespace Aspire.Hosting.ApplicationModel;

/// <summary>Names become host names, environment variables and file names, so they are kept plain.</summary>
internal static class ResourceName
{
    private const int MaxLength = 64;

    public static void Validate(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var valid = name.Length <= MaxLength
            && char.IsAsciiLetter(name[0])
            && name[^1] != '-'
            && !name.Contains("--", StringComparison.Ordinal)
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
        if (!valid)
        {
            throw new ArgumentException(
                $"Resource name '{name}' is invalid: use ASCII letters, digits and single hyphens, begin with a letter, at most {MaxLength} characters.",
                nameof(name));
        }
    }
}
