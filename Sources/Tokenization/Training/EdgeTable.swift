/// The pieces of several characters that stand at each place, shortest first: filled once, in two walks.
struct EdgeTable: ~Copyable {
  /// Where the edges of each place begin.
  let starts: GrowableBuffer<Int32>
  /// How many edges each place has.
  var counts: GrowableBuffer<UInt16>
  /// The pieces.
  var ids: GrowableBuffer<Int32>
  /// Their lengths in characters.
  var lengths: GrowableBuffer<UInt16>

  /// `walk` is called twice and calls its argument with place, id and length of each edge, at each place with
  /// growing length.
  init(places: Int, walk: ((Int, Int32, Int) -> Void) -> Void) {
    starts = GrowableBuffer(repeating: 0, count: places + 1)
    counts = GrowableBuffer(repeating: 0, count: places)
    let (start, count) = (starts.base, counts.base)
    walk { place, _, _ in start[place + 1] += 1 }
    var total: Int32 = 0
    for place in 0...places {
      total += start[place]
      start[place] = total
    }
    ids = GrowableBuffer(repeating: 0, count: Int(total))
    lengths = GrowableBuffer(repeating: 0, count: Int(total))
    let (id, length) = (ids.base, lengths.base)
    walk { place, piece, characters in
      let edge = Int(start[place]) + Int(count[place])
      id[edge] = piece
      length[edge] = UInt16(characters)
      count[place] += 1
    }
  }
}
