using System.Text;

namespace Analytics.AppHost.Screen;

/// <summary>A block of lines at the bottom of the terminal that is drawn again and again; other lines scroll above it.</summary>
internal sealed class TerminalCanvas
{
    private const string EraseToLineEnd = "\u001b[K";
    private const string EraseBelow = "\u001b[J";
    private readonly Lock _lock = new();
    private int _drawn;

    public bool CanRedraw { get; } = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");

    /// <summary>Draws the sections in the room there is: all of the terminal but the line below, where the cursor waits.</summary>
    public void Redraw(IReadOnlyList<ScreenSection> sections)
    {
        lock (_lock)
        {
            // Each line is overwritten in place and what is left below is erased last: nothing flickers.
            var text = new StringBuilder();
            Rewind(text);
            var visible = ScreenLayout.Fit(sections, Math.Max(1, Console.WindowWidth - 1), Math.Max(1, Console.WindowHeight - 1));
            foreach (var line in visible)
            {
                text.Append(line).Append(EraseToLineEnd).Append('\n');
            }

            _drawn = visible.Count;
            Console.Out.Write(text.Append(EraseBelow));
        }
    }

    /// <summary>Writes a line that stays.</summary>
    public void WriteLine(string line)
    {
        lock (_lock)
        {
            var text = new StringBuilder();
            if (_drawn > 0)
            {
                Rewind(text);
                text.Append(EraseBelow);
                _drawn = 0;
            }

            Console.Out.WriteLine(text.Append(line));
        }
    }

    private void Rewind(StringBuilder text)
    {
        if (_drawn > 0)
        {
            // Up to the block's first line.
            text.Append('\u001b').Append('[').Append(_drawn).Append("A\r");
        }
    }
}
