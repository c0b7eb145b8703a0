using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Analytics.Streaming.Source.Native;

namespace Analytics.Streaming.Source;

/// <summary>A librdkafka consumer with its queue: creation, errors and the end of its life.</summary>
internal sealed unsafe class KafkaConsumer : IDisposable
{
    private const int ConsumerType = 1;
    private const int ErrorSize = 512;

    // RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE: no group was joined, so nothing has to be left.
    private const int NoConsumerClose = 0x8;

    private readonly ErrorState _errors = new();
    private GCHandle _opaque;

    public KafkaConsumer(IEnumerable<KeyValuePair<string, string>> settings)
    {
        _opaque = GCHandle.Alloc(_errors);
        var conf = LibRdKafka.ConfNew();
        var error = stackalloc byte[ErrorSize];
        foreach (var (name, value) in settings)
        {
            if (LibRdKafka.ConfSet(conf, name, value, error, ErrorSize) != 0)
            {
                LibRdKafka.ConfDestroy(conf);
                _opaque.Free();
                throw new ArgumentException($"Kafka setting {name}: {Text(error)}");
            }
        }

        LibRdKafka.ConfSetOpaque(conf, GCHandle.ToIntPtr(_opaque));
        LibRdKafka.ConfSetErrorCallback(conf, &OnError);
        Client = LibRdKafka.New(ConsumerType, conf, error, ErrorSize);
        if (Client == 0)
        {
            LibRdKafka.ConfDestroy(conf);
            _opaque.Free();
            throw new ArgumentException($"Kafka consumer: {Text(error)}");
        }

        _ = LibRdKafka.PollSetConsumer(Client);
        Queue = LibRdKafka.QueueGetConsumer(Client);
    }

    public nint Client { get; private set; }

    public nint Queue { get; private set; }

    /// <summary>True from "all brokers down" until the next record or partition end.</summary>
    public bool IsDown
    {
        get => _errors.AllDown;
        set => _errors.AllDown = value;
    }

    public void Dispose()
    {
        if (Client == 0)
        {
            return;
        }

        LibRdKafka.QueueDestroy(Queue);
        LibRdKafka.Destroy(Client, NoConsumerClose);
        Client = 0;
        Queue = 0;
        _opaque.Free();
    }

    private static string Text(byte* utf8) => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(utf8));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnError(nint client, int error, byte* reason, nint opaque)
    {
        if (error == KafkaError.AllBrokersDown && GCHandle.FromIntPtr(opaque).Target is ErrorState state)
        {
            state.AllDown = true;
        }
    }

    private sealed class ErrorState
    {
        private volatile bool _allDown;

        public bool AllDown
        {
            get => _allDown;
            set => _allDown = value;
        }
    }
}
