using Analytics.Contracts.Columns;
using YamlDotNet.RepresentationModel;

namespace Analytics.Contracts.Pipelines;

/// <summary>Reads the entries of <c>tables</c>, one after the other, since names must differ.</summary>
internal sealed class TableReader(string file, IReadOnlyList<ColumnDefinition> columns)
{
    // A window of events is expanded once per slide: beyond this a finer table would be no less work than the events.
    private const long MaxSlides = 10_000;

    private static readonly string[] Reserved = ["events"];
    private static readonly string[] Kinds = ["tumbling", "sliding", "session"];
    private static readonly string[] WindowColumns = ["window_start", "window_end"];

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    public TableDefinition Read(YamlNode node)
    {
        YamlSection section = new YamlSection(file, "tables", node).Allow("name", "window", "group_by", "measures");
        string name = section.RequiredText("name");
        if (!Identifier.IsValid(name))
        {
            throw section.Fault(section.Required("name"), $"table \"{name}\": {Identifier.Rule}.");
        }

        if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw section.Fault(section.Required("name"), $"table \"{name}\": the name is taken by the platform's own table: choose another.");
        }

        if (!_names.Add(name))
        {
            throw section.Fault(section.Required("name"), $"table \"{name}\" occurs twice: choose another name.");
        }

        var used = new HashSet<string>(WindowColumns, StringComparer.OrdinalIgnoreCase);
        IReadOnlyList<string> groupBy = [.. section.List("group_by").Select(item => GroupColumn(section, item, used))];
        return new TableDefinition
        {
            Name = name,
            Window = Window(section.Section("window")),
            GroupBy = groupBy,
            Measures = Measures(section.Section("measures"), used),
        };
    }

    private static WindowDefinition Window(YamlSection section)
    {
        section.Allow("tumbling", "sliding", "every", "session", "max_length");
        string[] kinds = [.. Kinds.Where(section.Has)];
        if (kinds.Length != 1)
        {
            throw section.Fault("window needs exactly one of tumbling, sliding, session, such as { tumbling: 1 minute }.");
        }

        if (section.Has("every") != (kinds[0] == "sliding"))
        {
            throw section.Fault("\"every\" belongs to a sliding window, and a sliding window needs it: { sliding: 5 minutes, every: 1 minute }.");
        }

        if (section.Has("max_length") && kinds[0] != "session")
        {
            throw section.Fault(section.Required("max_length"), "\"max_length\" belongs to a session window: remove it.");
        }

        TimeSpan length = section.RequiredDuration(kinds[0]);
        return kinds[0] switch
        {
            "tumbling" => new TumblingWindow(length),
            "sliding" => Sliding(section, length, section.RequiredDuration("every")),
            _ => Session(section, length),
        };
    }

    private static SlidingWindow Sliding(YamlSection section, TimeSpan size, TimeSpan every)
    {
        if (size.Ticks % every.Ticks != 0)
        {
            throw section.Fault(section.Required("every"), $"every: {section.OptionalText("every")} does not divide {section.OptionalText("sliding")}: choose a slide that does.");
        }

        return size.Ticks / every.Ticks <= MaxSlides
            ? new SlidingWindow(size, every)
            : throw section.Fault(section.Required("every"), $"every: each event would be in {size.Ticks / every.Ticks} windows, at most {MaxSlides} are allowed: choose a longer slide.");
    }

    private static SessionWindow Session(YamlSection section, TimeSpan gap)
    {
        TimeSpan maxLength = section.Has("max_length") ? section.RequiredDuration("max_length") : SessionWindow.DefaultMaxLength;
        return gap <= maxLength
            ? new SessionWindow(gap, maxLength)
            : throw section.Fault(
                section.Required(section.Has("max_length") ? "max_length" : "session"),
                $"session: the gap {section.OptionalText("session")} is longer than a session may be ({section.OptionalText("max_length") ?? "24 hours"}): choose a longer max_length.");
    }

    private string GroupColumn(YamlSection section, YamlNode item, HashSet<string> used)
    {
        string name = section.Text("group_by", item);
        ColumnDefinition column = columns.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw section.Fault(item, $"group_by: the schema has no property \"{name}\": it has {string.Join(", ", columns.Select(each => each.Name))}.");
        if (column.Type is ColumnType.Double or ColumnType.Json)
        {
            throw section.Fault(item, $"group_by: \"{name}\" is {column.Type}: group by a string, integer, boolean or date-time.");
        }

        return used.Add(name) ? name : throw section.Fault(item, $"group_by: the column \"{name}\" occurs twice or has the name of a window column.");
    }

    private List<MeasureDefinition> Measures(YamlSection section, HashSet<string> used)
    {
        List<MeasureDefinition> measures = [];
        foreach ((string name, YamlNode value) in section.Entries)
        {
            if (value is not YamlScalarNode { Value: { Length: > 0 } text })
            {
                throw section.Fault(value, $"measure \"{name}\" has no expression: inside {{ … }} a comma ends it, so put measures with commas on lines of their own.");
            }

            if (!Identifier.IsValid(name))
            {
                throw section.Fault(value, $"measure \"{name}\": {Identifier.Rule}.");
            }

            if (!used.Add(name))
            {
                throw section.Fault(value, $"measure \"{name}\": the table already has a column of that name: choose another.");
            }

            try
            {
                measures.Add(MeasureParser.Parse(name, text, columns));
            }
            catch (FormatException exception)
            {
                string hint = text.Count(letter => letter == '(') > text.Count(letter => letter == ')')
                    ? " (Inside { … } a comma ends a measure: put measures with commas on lines of their own.)"
                    : "";
                throw section.Fault(value, $"measure \"{name}\": {exception.Message}{hint}");
            }
        }

        return measures.Count > 0 ? measures : throw section.Fault("measures are missing: add at least one, such as events: count().");
    }
}
