using System.Globalization;
using System.Text;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Schemas;

namespace Analytics.Contracts.Pipelines;

/// <summary>The schema versions of a pipeline's folder: <c>schemas/event.v1.json</c>, <c>event.v2.json</c> ….</summary>
internal static class SchemaFiles
{
    /// <summary>The files in the order in which they are registered: v2 before v10.</summary>
    public static IReadOnlyList<string> Find(string folder, string pipelineFile)
    {
        string schemas = Path.Combine(folder, "schemas");
        string[] files = Directory.Exists(schemas) ? Directory.GetFiles(schemas, "*.json") : [];
        return files.Length > 0
            ? [.. files.OrderBy(SortKey, StringComparer.Ordinal)]
            : throw new PipelineException(pipelineFile, null, $"there is no schema: put the event's JSON Schema into {Path.Combine(schemas, "event.v1.json")}.");
    }

    /// <summary>The columns of all versions together.</summary>
    public static IReadOnlyList<ColumnDefinition> Merge(IReadOnlyList<string> files)
    {
        IReadOnlyList<ColumnDefinition> columns = EventSchema.FromFile(files[0]).Columns;
        foreach (string file in files.Skip(1))
        {
            if (!EventSchema.TryMerge(columns, EventSchema.FromFile(file), out columns, out string? conflict))
            {
                throw new PipelineException(file, null, $"{conflict}: a new version can't change a type: add a property of another name.");
            }
        }

        return columns;
    }

    private static string SortKey(string file)
    {
        // Numbers compare by value: pad them.
        var key = new StringBuilder();
        string name = Path.GetFileName(file);
        for (int index = 0; index < name.Length;)
        {
            int end = index;
            while (end < name.Length && char.IsAsciiDigit(name[end]))
            {
                end++;
            }

            if (end > index)
            {
                key.Append(CultureInfo.InvariantCulture, $"{name[index..end].TrimStart('0').PadLeft(20, '0')}");
                index = end;
            }
            else
            {
                key.Append(name[index++]);
            }
        }

        return key.ToString();
    }
}
