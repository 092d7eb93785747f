class Functions(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def add(self: __torch__.Functions,
    sums: List[Tensor],
    addends: List[Tensor]) -> int:
    for i in range(torch.len(sums)):
      _0 = torch.add_(sums[i], addends[i])
    return torch.len(sums)
  def divide(self: __torch__.Functions,
    sums: List[Tensor],
    divisor: float) -> int:
    for i in range(torch.len(sums)):
      _0 = torch.div_(sums[i], divisor)
    return torch.len(sums)
