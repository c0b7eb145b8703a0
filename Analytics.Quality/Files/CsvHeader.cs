using System.Text;

namespace Analytics.Quality.Files;

/// <summary>The first line of a CSV file that is not blank.</summary>
/// <param name="Names">The columns, named as pandas names them where a name is missing or there twice.</param>
/// <param name="Delimiter">Of comma, semicolon, tab and bar the one that is there most often; of a .tsv file the tab.</param>
/// <param name="BlankLines">How many blank lines are before it.</param>
internal sealed record CsvHeader(IReadOnlyList<string> Names, char Delimiter, int BlankLines)
{
    /// <summary>DuckDB's own limit of a line.</summary>
    private const int Longest = 2_000_000;

    /// <exception cref="IOException">The file has no header.</exception>
    public static CsvHeader Read(string file)
    {
        using var reader = new StreamReader(file);
        var (line, blank) = Line(file, reader);
        var delimiter = Path.GetExtension(file).Equals(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : Delimit(line);
        return new CsvHeader(Unique(Cells(line, delimiter)), delimiter, blank);
    }

    private static (string Line, int Blank) Line(string file, StreamReader reader)
    {
        var (line, blank, isQuoted) = (new StringBuilder(), 0, false);
        for (var next = reader.Read(); next >= 0; next = reader.Read())
        {
            if (!isQuoted && next is '\r' or '\n')
            {
                if (line.Length > 0)
                {
                    break;
                }

                blank += next is '\r' && reader.Peek() is '\n' ? 0 : 1;
                continue;
            }

            isQuoted ^= next is '"';
            line.Append((char)next);
            if (line.Length > Longest)
            {
                throw new IOException($"{file}: its header does not end within {Longest:N0} characters");
            }
        }

        return line.Length == 0 ? throw new IOException($"{file}: is empty; a CSV file begins with the names of its columns") : (line.ToString(), blank);
    }

    private static char Delimit(string line)
    {
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0, ['|'] = 0 };
        var isQuoted = false;
        foreach (var character in line)
        {
            isQuoted ^= character is '"';
            if (!isQuoted && counts.TryGetValue(character, out var count))
            {
                counts[character] = count + 1;
            }
        }

        return counts.MaxBy(count => count.Value).Key;
    }

    private static List<string> Cells(string line, char delimiter)
    {
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is '"' && isQuoted && i + 1 < line.Length && line[i + 1] is '"')
            {
                cell.Append(line[i++]);
            }
            else if (line[i] is '"')
            {
                isQuoted = !isQuoted;
            }
            else if (line[i] == delimiter && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }

    /// <summary>DuckDB knows names without regard to case, so those that differ by it alone are twins as well.</summary>
    private static List<string> Unique(List<string> cells)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new List<string>(cells.Count);
        for (var i = 0; i < cells.Count; i++)
        {
            var name = cells[i].Length > 0 ? cells[i] : $"Unnamed: {i}";
            var free = name;
            for (var twin = 1; !taken.Add(free); twin++)
            {
                free = $"{name}.{twin}";
            }

            names.Add(free);
        }

        return names;
    }
}
