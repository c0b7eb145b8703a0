using System.Diagnostics;
using System.Globalization;

namespace Analytics.Benchmarks.Processes;

/// <summary>A process with all its descendants (Linux: <c>/proc/PID/task/TID/children</c>; elsewhere the process alone).</summary>
internal static class ProcessTree
{
    /// <summary>Adds a figure up over the tree. A process that ends meanwhile counts nothing.</summary>
    public static T Sum<T>(Process root, Func<Process, T> figure)
        where T : System.Numerics.IAdditionOperators<T, T, T>
    {
        root.Refresh();
        var sum = figure(root);
        foreach (var child in Children(root.Id))
        {
            try
            {
                using var process = Process.GetProcessById(child);
                sum += Sum(process, figure);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                // Ended.
            }
        }

        return sum;
    }

    private static List<int> Children(int id)
    {
        List<int> children = [];
        try
        {
            var tasks = $"/proc/{id}/task";
            foreach (var task in Directory.Exists(tasks) ? Directory.GetDirectories(tasks) : [])
            {
                var file = Path.Combine(task, "children");
                if (File.Exists(file))
                {
                    children.AddRange(File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, CultureInfo.InvariantCulture)));
                }
            }
        }
        catch (IOException)
        {
            // A thread ended while it was looked at.
        }

        return children;
    }
}
