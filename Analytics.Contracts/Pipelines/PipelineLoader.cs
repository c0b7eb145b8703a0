using Analytics.Contracts.Columns;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Analytics.Contracts.Pipelines;

/// <summary>Reads the folder of a pipeline and refuses one that can't work, naming file, line, reason and remedy.</summary>
public static class PipelineLoader
{
    /// <summary>Loads a pipeline.</summary>
    /// <param name="directory">Its folder, as <see cref="PipelineLocator.Find"/> gives it.</param>
    /// <exception cref="PipelineException">Anything is wrong with it.</exception>
    public static PipelineDefinition Load(string directory)
    {
        string folder = Path.GetFullPath(directory);
        string file = Path.Combine(folder, PipelineLocator.FileName);
        YamlSection root = Read(file).Allow("name", "source", "tables");
        string name = root.RequiredText("name");
        if (!Identifier.IsValid(name))
        {
            throw root.Fault(root.Required("name"), $"name \"{name}\": {Identifier.Rule}.");
        }

        IReadOnlyList<string> schemaFiles = SchemaFiles.Find(folder, file);
        IReadOnlyList<ColumnDefinition> columns = SchemaFiles.Merge(schemaFiles);
        SourceDefinition source = Source(root.Section("source"), schemaFiles, columns);
        var tables = new TableReader(file, columns);
        return new PipelineDefinition
        {
            Name = name,
            Directory = folder,
            Source = source,
            Columns = columns,
            Tables = [.. root.List("tables").Select(tables.Read)],
        };
    }

    private static YamlSection Read(string file)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StreamReader(file);
            stream.Load(reader);
        }
        catch (YamlException exception)
        {
            throw new PipelineException(file, (int)exception.Start.Line, $"is not valid YAML: {exception.InnerException?.Message ?? exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(file, null, $"can't be read: {exception.Message}");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // What the scanner of YamlDotNet throws on some broken files, without a place.
            throw new PipelineException(file, null, "is not valid YAML: look for a quote or bracket that is never closed.");
        }

        return stream.Documents.Count == 1
            ? new YamlSection(file, "", stream.Documents[0].RootNode)
            : throw new PipelineException(file, 1, "must hold one YAML document with name, source and tables.");
    }

    private static SourceDefinition Source(YamlSection section, IReadOnlyList<string> schemaFiles, IReadOnlyList<ColumnDefinition> columns)
    {
        section.Allow("topic", "partitions", "format", "subject", "id", "time", "watermark", "max_future_skew");
        string topic = section.RequiredText("topic");
        if (topic.Length > 200 || !topic.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
        {
            throw section.Fault(section.Required("topic"), $"topic \"{topic}\": up to 200 letters, digits, '.', '_' and '-' are allowed.");
        }

        SourceFormat format = section.OptionalText("format") switch
        {
            null or "json_schema" => SourceFormat.JsonSchema,
            "json" => SourceFormat.Json,
            string other => throw section.Fault(section.Required("format"), $"format \"{other}\": use json_schema (Confluent wire format) or json."),
        };
        var defaults = new SourceDefinition { Topic = topic, Subject = $"{topic}-value", SchemaFiles = schemaFiles, Time = "" };
        return defaults with
        {
            Partitions = section.OptionalInteger("partitions", 1, 1024) ?? defaults.Partitions,
            Format = format,
            Subject = section.OptionalText("subject") ?? defaults.Subject,
            Id = section.Has("id") ? Key(section, "id", columns, ColumnType.String, ColumnType.Int64) : null,
            Time = Key(section, "time", columns, ColumnType.Timestamp),
            Watermark = section.OptionalDuration("watermark") ?? defaults.Watermark,
            MaxFutureSkew = section.OptionalDuration("max_future_skew") ?? defaults.MaxFutureSkew,
        };
    }

    private static string Key(YamlSection section, string key, IReadOnlyList<ColumnDefinition> columns, params ColumnType[] types)
    {
        string name = section.RequiredText(key);
        ColumnDefinition column = columns.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw section.Fault(section.Required(key), $"{key}: the schema has no property \"{name}\": it has {string.Join(", ", columns.Select(each => each.Name))}.");
        if (!types.Contains(column.Type))
        {
            string wanted = types.Contains(ColumnType.Timestamp) ? "a string with format date-time" : "a string or an integer";
            throw section.Fault(section.Required(key), $"{key}: property \"{name}\" is {column.Type}: its schema must be {wanted}.");
        }

        return column.Nullable
            ? throw section.Fault(section.Required(key), $"{key}: property \"{name}\" can be missing or null: make it required and not null in every schema version.")
            : name;
    }
}
