using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Analytics.Contracts.Suites.Conditions;

/// <summary>Cuts a condition written as text into words.</summary>
/// <param name="source">The text.</param>
/// <param name="escapes">Whether a backslash escapes within quotes, as in Python.</param>
internal sealed class ConditionLexer(string source, bool escapes)
{
    private int _position;

    /// <summary>The word that comes next.</summary>
    public ConditionToken Current { get; private set; }

    /// <summary>Goes to the next word.</summary>
    public void Next()
    {
        while (_position < source.Length && char.IsWhiteSpace(source[_position]))
        {
            _position++;
        }

        Current = _position == source.Length ? new ConditionToken(ConditionTokenKind.End, "end of the condition") : Read(source[_position]);
    }

    /// <summary>Whether the next word is this symbol or name; if so, goes past it.</summary>
    public bool Take(string word)
    {
        if (Current.Kind is not (ConditionTokenKind.Symbol or ConditionTokenKind.Name) || Current.Text != word)
        {
            return false;
        }

        Next();
        return true;
    }

    /// <summary>Goes past a symbol that has to be there.</summary>
    public void Expect(string word)
    {
        if (!Take(word))
        {
            throw Unexpected($"\"{word}\" is expected");
        }
    }

    /// <summary>Goes past a quoted text that has to be there.</summary>
    public string ExpectText()
    {
        var text = Current.Kind is ConditionTokenKind.Text ? Current.Text : throw Unexpected("a text in quotes is expected");
        Next();
        return text;
    }

    /// <summary>The error that the next word does not belong there.</summary>
    public ConditionFormatException Unexpected(string reason) => new($"\"{source}\": {reason} before \"{Current.Text}\"");

    /// <summary>The value of a number or text, without going past it.</summary>
    public JsonElement Literal() => Current.Kind is ConditionTokenKind.Text
        ? JsonSerializer.SerializeToElement(Current.Text)
        : long.TryParse(Current.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? JsonSerializer.SerializeToElement(whole)
            : double.TryParse(Current.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
                ? JsonSerializer.SerializeToElement(real)
                : throw Unexpected("a number is expected");

    private ConditionToken Read(char first)
    {
        if (first is '"' or '\'' or '`')
        {
            return new ConditionToken(first is '`' ? ConditionTokenKind.QuotedName : ConditionTokenKind.Text, Quoted(first));
        }

        if (char.IsLetter(first) || first is '_')
        {
            return new ConditionToken(ConditionTokenKind.Name, While(c => char.IsLetterOrDigit(c) || c is '_'));
        }

        if (char.IsAsciiDigit(first) || ((first is '-' or '+' or '.') && _position + 1 < source.Length && (char.IsAsciiDigit(source[_position + 1]) || source[_position + 1] is '.')))
        {
            return new ConditionToken(ConditionTokenKind.Number, Number());
        }

        var length = (first is '=' or '!' or '<' or '>') && _position + 1 < source.Length && source[_position + 1] is '=' ? 2 : 1;
        _position += length;
        return new ConditionToken(ConditionTokenKind.Symbol, source.Substring(_position - length, length));
    }

    private string Number()
    {
        var start = _position++;
        while (_position < source.Length && (char.IsAsciiLetterOrDigit(source[_position]) || source[_position] is '.' || IsExponentSign()))
        {
            _position++;
        }

        return source[start.._position];
    }

    private bool IsExponentSign() => (source[_position] is '+' or '-') && (source[_position - 1] is 'e' or 'E');

    private string Quoted(char quote)
    {
        var text = new StringBuilder();
        for (_position++; _position < source.Length && source[_position] != quote; _position++)
        {
            if (escapes && source[_position] is '\\' && _position + 1 < source.Length)
            {
                _position++;
                text.Append(source[_position] switch { 'n' => "\n", 't' => "\t", '\\' => "\\", '"' => "\"", '\'' => "'", var other => "\\" + other });
                continue;
            }

            text.Append(source[_position]);
        }

        if (_position == source.Length)
        {
            throw new ConditionFormatException($"\"{source}\": a quote {quote} is not closed");
        }

        _position++;
        return text.ToString();
    }

    private string While(Func<char, bool> belongs)
    {
        var start = _position;
        while (_position < source.Length && belongs(source[_position]))
        {
            _position++;
        }

        return source[start.._position];
    }
}
