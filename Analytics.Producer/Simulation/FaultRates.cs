using System.Globalization;

namespace Analytics.Producer.Simulation;

/// <summary>The share of sent records that is faulty, by fault; each 0 to 1, together at most 1.</summary>
internal sealed record FaultRates(double Duplicates, double Disorder, double Late, double Poison)
{
    public static FaultRates None { get; } = new(0, 0, 0, 0);

    /// <summary>Reads <c>duplicates=0.02,disorder=0.01,late=0.01,poison=0.005</c>.</summary>
    /// <exception cref="FormatException">An unknown fault or a share that is no number from 0 to 1.</exception>
    public static FaultRates Parse(string? text)
    {
        var rates = None;
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length != 2 || !double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var share) || share is not (>= 0 and <= 1))
            {
                throw new FormatException($"--faults: '{part}' should be a fault and its share, such as duplicates=0.02.");
            }

            rates = pair[0] switch
            {
                "duplicates" => rates with { Duplicates = share },
                "disorder" => rates with { Disorder = share },
                "late" => rates with { Late = share },
                "poison" => rates with { Poison = share },
                _ => throw new FormatException($"--faults: unknown fault '{pair[0]}'; there are duplicates, disorder, late and poison."),
            };
        }

        return rates.Duplicates + rates.Disorder + rates.Late + rates.Poison <= 1
            ? rates
            : throw new FormatException("--faults: the shares add up to more than 1.");
    }
}
