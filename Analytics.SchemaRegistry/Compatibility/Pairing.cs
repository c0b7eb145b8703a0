namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>A largest pairing between two sides, by augmenting paths (Kuhn's algorithm, O(left · edges)).</summary>
internal static class Pairing
{
    /// <param name="left">Size of the left side.</param>
    /// <param name="right">Size of the right side.</param>
    /// <param name="fits">Whether a left and a right member may be paired.</param>
    /// <returns>For each right member its left partner, -1 for none.</returns>
    public static int[] Maximum(int left, int right, Func<int, int, bool> fits)
    {
        var partner = new int[right];
        Array.Fill(partner, -1);
        for (var i = 0; i < left; i++)
        {
            Assign(i, new bool[right]);
        }

        return partner;

        bool Assign(int i, bool[] tried)
        {
            for (var j = 0; j < right; j++)
            {
                if (tried[j] || !fits(i, j))
                {
                    continue;
                }

                tried[j] = true;
                if (partner[j] < 0 || Assign(partner[j], tried))
                {
                    partner[j] = i;
                    return true;
                }
            }

            return false;
        }
    }
}
