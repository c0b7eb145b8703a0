using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Who needs whom: by waits, through connection strings as well.</summary>
internal static class Dependencies
{
    public static bool DependsOn(IResource resource, IResource other)
    {
        var seen = new HashSet<IResource>();
        var open = new Stack<IResource>([resource]);
        while (open.TryPop(out var current))
        {
            foreach (var wait in current.Annotations.OfType<WaitAnnotation>())
            {
                if (wait.Resource == other)
                {
                    return true;
                }

                if (seen.Add(wait.Resource))
                {
                    open.Push(wait.Resource);
                }
            }
        }

        return false;
    }
}
