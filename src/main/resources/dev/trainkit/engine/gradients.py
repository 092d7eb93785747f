class Functions(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def add(self: __torch__.Functions,
    parameters: List[Tensor],
    twins: List[Tensor]) -> List[int]:
    # By way of lists: libtorch takes what comes straight from a tensor to be there.
    sums = annotate(List[Optional[Tensor]], [])
    addends = annotate(List[Optional[Tensor]], [])
    for i in range(torch.len(twins)):
      _0 = torch.append(sums, ops.prim.grad(parameters[i]))
      _1 = torch.append(addends, ops.prim.grad(twins[i]))
    missing = annotate(List[int], [])
    for j in range(torch.len(twins)):
      sum = sums[j]
      addend = addends[j]
      if torch.__isnot__(addend, None):
        if torch.__isnot__(sum, None):
          _2 = torch.add_(unchecked_cast(Tensor, sum), unchecked_cast(Tensor, addend))
        else:
          _3 = torch.append(missing, j)
    return missing
  def divide(self: __torch__.Functions,
    sums: List[Tensor],
    divisor: float) -> int:
    for i in range(torch.len(sums)):
      _0 = torch.div_(sums[i], divisor)
    return torch.len(sums)
