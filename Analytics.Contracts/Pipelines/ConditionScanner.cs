using System.Text;

namespace Analytics.Contracts.Pipelines;

/// <summary>Cuts a measure or condition into words. Example: <c>count() where country in ('DE', 'AT') and amount &gt;= 10.5</c>.</summary>
internal sealed class ConditionScanner
{
    private readonly string _text;
    private int _position;

    public ConditionScanner(string text)
    {
        _text = text;
        Current = Next();
    }

    /// <summary>The word that is next.</summary>
    public ConditionToken Current { get; private set; }

    /// <summary>Takes the current word.</summary>
    public ConditionToken Take()
    {
        ConditionToken taken = Current;
        Current = Next();
        return taken;
    }

    /// <summary>Takes the current word if it is this keyword.</summary>
    public bool TryTakeWord(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Takes the current word if it is this sign.</summary>
    public bool TryTakeSign(string sign)
    {
        if (!Current.IsSign(sign))
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Takes this sign.</summary>
    /// <exception cref="FormatException">Something else is next.</exception>
    public void ExpectSign(string sign)
    {
        if (!TryTakeSign(sign))
        {
            throw Unexpected($"\"{sign}\"");
        }
    }

    /// <summary>An error that says what was expected instead of the current word.</summary>
    public FormatException Unexpected(string expected)
    {
        string found = Current.Kind == ConditionTokenKind.End ? "the end" : $"\"{Current.Text}\"";
        return new FormatException($"expected {expected}, found {found} at character {Current.Position} of: {_text}");
    }

    private ConditionToken Next()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        int start = _position;
        if (start == _text.Length)
        {
            return new ConditionToken(ConditionTokenKind.End, "", start + 1);
        }

        char first = _text[start];
        if (char.IsAsciiLetter(first) || first == '_')
        {
            return Run(ConditionTokenKind.Word, letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
        }

        if (char.IsAsciiDigit(first) || (first == '-' && start + 1 < _text.Length && char.IsAsciiDigit(_text[start + 1])))
        {
            return Run(ConditionTokenKind.Number, letter => char.IsAsciiLetterOrDigit(letter) || letter == '.');
        }

        if (first == '\'')
        {
            return Quoted(start);
        }

        string[] signs = ["<=", ">=", "<>", "!=", "==", "=", "<", ">", "(", ")", ","];
        string sign = Array.Find(signs, candidate => _text.AsSpan(start).StartsWith(candidate, StringComparison.Ordinal))
            ?? throw new FormatException($"'{first}' at character {start + 1} is not part of the language of measures: {_text}");
        _position += sign.Length;
        return new ConditionToken(ConditionTokenKind.Sign, sign, start + 1);
    }

    private ConditionToken Run(ConditionTokenKind kind, Func<char, bool> belongs)
    {
        int start = _position++;
        while (_position < _text.Length && belongs(_text[_position]))
        {
            _position++;
        }

        return new ConditionToken(kind, _text[start.._position], start + 1);
    }

    private ConditionToken Quoted(int start)
    {
        var content = new StringBuilder();
        for (_position = start + 1; _position < _text.Length; _position++)
        {
            if (_text[_position] != '\'')
            {
                content.Append(_text[_position]);
            }
            else if (_position + 1 < _text.Length && _text[_position + 1] == '\'')
            {
                content.Append('\'');
                _position++;
            }
            else
            {
                _position++;
                return new ConditionToken(ConditionTokenKind.Text, content.ToString(), start + 1);
            }
        }

        throw new FormatException($"the text that begins at character {start + 1} has no closing quote: {_text}");
    }
}
