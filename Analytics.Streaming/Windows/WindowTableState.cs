using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;

namespace Analytics.Streaming.Windows;

/// <summary>Where one windowed table stands: all of it from the newest commit of <c>staging/&lt;table&gt;</c>.</summary>
internal sealed class WindowTableState
{
    /// <summary>A table that has nothing to compute notes its place this often: gold's log is kept from there on.</summary>
    private const long NoteAtLeastEvery = 1000;

    private WindowTableState(LakeLayout lake, TableDefinition definition)
    {
        Definition = definition;
        if (definition.Window is SessionWindow sessions)
        {
            Sessions = SessionGeometry.Of(sessions);
        }
        else
        {
            Geometry = WindowGeometry.Of(definition.Window);
        }

        Staging = new DeltaTable(lake.Staging(definition.Name));
    }

    public TableDefinition Definition { get; }

    /// <summary>Where the windows lie; of no meaning for sessions.</summary>
    public WindowGeometry Geometry { get; }

    /// <summary>Set for sessions.</summary>
    public SessionGeometry? Sessions { get; }

    public DeltaTable Staging { get; }

    public DeltaSnapshot? Snapshot { get; private set; }

    /// <summary>The gold version of the newest commit; -1 before the first.</summary>
    public long GoldVersion { get; private set; } = -1;

    public long? ClosedTo { get; private set; }

    /// <summary>For sessions: those that start before this are closed.</summary>
    public long? OpenFrom { get; private set; }

    public bool EndOfInput { get; private set; }

    /// <summary>When this process ran the table last, a timestamp of its clock; null before.</summary>
    public long? LastRun { get; set; }

    /// <summary>Why the newest run failed; null when it did not.</summary>
    public WindowFailure? Failure { get; set; }

    /// <summary>Event times that gold has gained since the newest commit.</summary>
    public List<TimeSpread> Added { get; } = [];

    private RebuildRequest? _rebuild;

    /// <summary>Has closed windows computed again in the next run: as if gold had gained events there.</summary>
    public void Rebuild(RebuildRequest request)
    {
        _rebuild?.Failed("another request for this table came before this one was done");
        _rebuild = request;
        if (request.From < ClosedTo)
        {
            Added.Add(new TimeSpread(request.From, request.To - 1));
        }
    }

    /// <summary>The request that the run to come fulfils; null when there is none.</summary>
    public RebuildRequest? TakeRebuild() => Interlocked.Exchange(ref _rebuild, null);

    public static WindowTableState Load(LakeLayout lake, TableDefinition definition)
    {
        var state = new WindowTableState(lake, definition);
        state.Snapshot = state.Staging.Load();
        if (state.Snapshot is { } snapshot && state.Staging.FindLatestCommit(snapshot.Version, WindowCommit.Key) is { } commit)
        {
            state.Adopt(commit.CommitInfo.GetProperty(WindowCommit.Key).Deserialize(CommitJson.Default.WindowCommit)!);
        }

        return state;
    }

    public void Committed(DeltaSnapshot snapshot, WindowCommit commit)
    {
        Snapshot = snapshot;
        Adopt(commit);
    }

    /// <summary>What there is to do; null for nothing.</summary>
    public WindowPlan? Plan(GoldProgress gold) => Sessions is { } sessions
        ? SessionPlanner.Plan(sessions, ClosedTo, OpenFrom, EndOfInput, gold, Added)
        : WindowPlanner.Plan(Geometry, ClosedTo, EndOfInput, gold, Added);

    /// <summary>A commit without windows once many versions of gold have brought nothing for this table; null before.</summary>
    public WindowPlan? Note(long goldVersion) => ClosedTo is not null && goldVersion - GoldVersion >= NoteAtLeastEvery
        ? new WindowPlan([], ClosedTo, EndOfInput, IsDirty: false)
        : null;

    private void Adopt(WindowCommit commit)
    {
        GoldVersion = commit.GoldVersion;
        ClosedTo = commit.ClosedTo;
        OpenFrom = commit.OpenFrom;
        EndOfInput = commit.EndOfInput;
        Added.Clear();
    }
}
