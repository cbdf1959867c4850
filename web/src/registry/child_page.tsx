export default function Page({ id }: { id: string }) { return <p>{id}</p>; }
