using System.Text;

namespace Analytics.AppHost.Screen;

/// <summary>A block of lines at the bottom of the terminal that is drawn again and again; other lines scroll above it.</summary>
internal sealed class TerminalCanvas
{
    private const string EraseLine = "\u001b[2K";
    private readonly Lock _lock = new();
    private int _drawn;

    public bool CanRedraw { get; } = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");

    public void Redraw(IEnumerable<string> lines)
    {
        lock (_lock)
        {
            var text = new StringBuilder();
            Rewind(text);
            var visible = lines.Take(Math.Max(1, Console.WindowHeight - 1)).ToArray();
            foreach (var line in visible)
            {
                text.Append(EraseLine).Append(line.Length < Console.WindowWidth ? line : line[..Math.Max(0, Console.WindowWidth - 1)]).Append('\n');
            }

            _drawn = visible.Length;
            Console.Out.Write(text);
        }
    }

    /// <summary>Writes a line that stays.</summary>
    public void WriteLine(string line)
    {
        lock (_lock)
        {
            var text = new StringBuilder();
            Rewind(text);
            _drawn = 0;
            Console.Out.WriteLine(text.Append(line));
        }
    }

    private void Rewind(StringBuilder text)
    {
        if (_drawn > 0)
        {
            // Up to the block's first line, then erase to the end of the screen.
            text.Append('\u001b').Append('[').Append(_drawn).Append("A\r\u001b[J");
        }
    }
}
