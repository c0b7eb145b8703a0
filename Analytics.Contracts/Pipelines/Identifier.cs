namespace Analytics.Contracts.Pipelines;

/// <summary>Names that become folders and SQL identifiers.</summary>
internal static class Identifier
{
    public const string Rule = "a name has letters, digits and _, begins with a letter, and has at most 63 characters";

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 63 && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
