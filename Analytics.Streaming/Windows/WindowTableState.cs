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
    private WindowTableState(LakeLayout lake, TableDefinition definition)
    {
        Definition = definition;
        Geometry = WindowGeometry.Of(definition.Window);
        Staging = new DeltaTable(lake.Staging(definition.Name));
    }

    public TableDefinition Definition { get; }

    public WindowGeometry Geometry { get; }

    public DeltaTable Staging { get; }

    public DeltaSnapshot? Snapshot { get; private set; }

    /// <summary>The gold version of the newest commit; -1 before the first.</summary>
    public long GoldVersion { get; private set; } = -1;

    public long? ClosedTo { get; private set; }

    public bool EndOfInput { get; private set; }

    /// <summary>Event times that gold has gained since the newest commit.</summary>
    public List<TimeSpread> Added { get; } = [];

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

    private void Adopt(WindowCommit commit)
    {
        GoldVersion = commit.GoldVersion;
        ClosedTo = commit.ClosedTo;
        EndOfInput = commit.EndOfInput;
        Added.Clear();
    }
}
